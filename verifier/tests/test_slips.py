"""Whoever bought from five sellers has five slips. A sale does not name them: they are the sales behind its stones."""

from tests.story import ADMIN, AS, DEALER, DEALS, items, licence, parcel, party, production, rework, site, slip
from tests.support import uid
from tests.told import Told

SELLERS = range(1, 6)
HOUSE, EXPORTS, BUYS = uid(960), uid(961), uid(962)


def bought(s, number, written):
    """An artisan of his own digs, and the dealer buys from him; the sale is left out of the journal where it is not written."""
    seller, digs, pit, what = uid(970 + number), uid(980 + number), uid(990 + number), items((20 + number, 100 * number, number))
    s[f"artisan {number}"] = party(seller, 970 + number, ["miner"])
    s[f"to dig {number}"] = licence(digs, 980 + number, "artisanal", seller)
    s[f"pit {number}"] = site(pit, 990 + number, digs)
    kind, body, author = production(20 + number, 100 * number, number, site=pit)
    body["holder"], body["facts"]["licence"] = seller, digs
    s[f"dug {number} of five"] = (kind, body, author)
    if written:
        of_him = {**slip(20 + number, what), "seller": seller, "seller_licence": digs}
        s[f"slip {number}"] = ("purchase.recorded", {"slip": of_him, "weighed": what}, AS["dealer"])


def sold_on(s, slips):
    """The dealer mixes the five parcels and sells them to a house, with so many slips behind them."""
    for number in SELLERS:
        bought(s, number, number <= slips)
    s["mix of five"] = ("parcel.combined", rework(DEALER, [20 + n for n in SELLERS], [parcel(26, 1_500, 15)]), AS["dealer"])
    s["house"] = party(HOUSE, 960, ["exporter"])
    s["to buy"] = licence(EXPORTS, 961, "exporter", HOUSE)
    s["its account"] = ("account.created", {"account": BUYS, "role": "exporter", "office": None, "party": HOUSE}, ADMIN)
    what = items((26, 1_500, 15))
    of_it = {**slip(26, what), "seller": DEALER, "seller_licence": DEALS, "buyer": HOUSE, "buyer_licence": EXPORTS}
    s["sale"] = ("purchase.offered", {"slip": of_it, "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["dealer"])
    s["taken"] = ("purchase.accepted", {"purchase": of_it["purchase"], "weighed": what}, BUYS)


class Slips(Told):
    def test_five_sellers_five_slips(self):
        self.breaks(lambda s: sold_on(s, 5))

    def test_four_of_five_are_found_where_the_stones_are_used(self):
        # The fifth parcel is still its artisan's; and who leaves it out of the mix has stones too many.
        self.breaks(lambda s: sold_on(s, 4), shared=[("C5", "mix of five"), ("C1", "mix of five"), ("C4", "mix of five"), ("C3", "end")])

        def left_out(s):
            sold_on(s, 4)
            s["mix of five"][1].update(inputs=s["mix of five"][1]["inputs"][:4])

        self.breaks(left_out, shared=[("C1", "mix of five"), ("C4", "mix of five")])
