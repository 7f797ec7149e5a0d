"""Where the carats of parcels came from, as it was known at each entry; corrections change it from their approval on."""

from . import pools
from .paths import FINE, Path, part_of


class Parcel:
    """A parcel as it stands."""

    __slots__ = (
        "no", "weight", "stones", "holder", "origin", "hs", "live", "pinned", "seal", "shipment", "offer", "certified", "removed", "test",
        "taken_as_written", "first_weight", "gain_made", "gain_since", "counted", "made", "used_by")

    def __init__(self, new, holder, test, made):
        self.no, self.weight, self.stones, self.hs = new["no"], new["weight_mct"], new["stones"], new["hs"]
        self.holder, self.test, self.made = holder, test, made
        self.origin, self.first_weight = self.no, self.weight
        self.live, self.pinned, self.certified, self.removed = True, False, False, False
        # The state took it before anybody had weighed or bought it.
        self.taken_as_written = False
        self.seal = self.shipment = self.offer = self.used_by = None
        self.gain_made = self.gain_since = self.counted = 0

    @property
    def gain(self):
        """What weighings added to it and, in its share, to its forerunners."""
        return self.gain_made + self.gain_since


class Source:
    """Where carats came in: a pit or stock parcel or one from abroad, with what is now believed of it."""

    __slots__ = ("seq", "recorded_at", "weight", "stones", "site", "licence", "on", "holder", "office", "later", "abroad")

    def __init__(self, entry, new, site, licence, on, abroad=None, holder=None):
        self.seq, self.recorded_at = entry["seq"], entry["recorded_at"]
        self.weight, self.stones = new["weight_mct"], new["stones"]
        self.site, self.licence, self.on = site, licence, on
        # The countries of mining by a foreign certificate and whether it is mixed, with who imports; none of what came in here.
        self.abroad = abroad
        self.holder, self.office = (abroad[2], None) if abroad else (holder or entry["body"]["holder"], entry["body"]["office"])
        # Mass and stones that the first weighing found which changed it.
        self.later = None


class _Act:
    __slots__ = ("inputs", "outputs", "out_mct", "out_stones", "loss", "change", "totals")

    def __init__(self, inputs, body):
        self.inputs, self.outputs = inputs, [new["no"] for new in body["outputs"]]
        self.out_mct, self.out_stones = sum(new["weight_mct"] for new in body["outputs"]), 0
        self.loss, self.change, self.totals = body["loss_mct"], body["stones_change"], Path()


class Lineage:
    """Parcels, what they were made of, and their origin pools."""

    def __init__(self):
        self.parcels, self.sources = {}, {}
        self._pools, self._acts = {}, {}

    def add_source(self, new, test, source):
        """A pit or stock parcel."""
        self.parcels[new["no"]] = Parcel(new, source.holder, test, source.seq)
        self.sources[new["no"]] = source

    def composition(self, parcel, weight):
        """The origins of a parcel at a mass."""
        pool = self._pools.get(parcel.origin)
        if pool is None:
            return [(parcel.origin, weight)] if weight > 0 else []
        return pools.scaled(pool, weight)

    def path(self, parcel):
        """What happened to a parcel on its way."""
        act, path = self._acts.get(parcel.made), Path()
        if act:
            totals = act.totals
            path = Path(
                totals.root, totals.root_stones, part_of(totals.lost, parcel.weight, act.out_mct),
                part_of(totals.stones, parcel.stones - parcel.counted, act.out_stones))
        path.stones += parcel.counted * FINE
        path.root = max(path.root, parcel.weight - parcel.gain, 0)
        path.root_stones = max(path.root_stones, parcel.stones * FINE - path.stones)
        return path

    def weigh(self, no, weight, stones):
        """Another weighing or count of a parcel."""
        parcel, source = self.parcels[no], self.sources.get(no)
        if source and source.later is None and (parcel.weight, parcel.stones) != (weight, stones):
            source.later = (weight, stones)
        parcel.gain_since += weight - parcel.weight
        parcel.counted += stones - parcel.stones
        parcel.weight, parcel.stones, parcel.pinned = weight, stones, True

    def rework(self, seq, body):
        """Uses up parcels and makes others."""
        inputs = [no for no in body["inputs"] if no in self.parcels]
        for no in inputs:
            self.parcels[no].live, self.parcels[no].used_by = False, seq
        if not inputs or not body["outputs"]:
            return
        self._acts[seq] = _Act(inputs, body)
        for new in body["outputs"]:
            self.parcels[new["no"]] = Parcel(new, body["holder"], body["test"], seq)
        origin = self._mix(seq)
        for new in body["outputs"]:
            self.parcels[new["no"]].origin = origin

    def _mix(self, seq):
        """Puts together what an act made. Gives the origin of its outputs: that of its inputs where they share one."""
        act = self._acts[seq]
        inputs = [self.parcels[no] for no in act.inputs]
        paths = [self.path(p) for p in inputs]
        act.totals = Path(
            max(p.root for p in paths), max(p.root_stones for p in paths), act.loss * FINE + sum(p.lost for p in paths),
            act.change * FINE + sum(p.stones for p in paths))
        act.totals.root_stones = max(act.totals.root_stones, 0)
        act.out_stones = act.change + sum(p.stones for p in inputs)
        gain, weights = sum(p.gain for p in inputs), [(no, self.parcels[no].first_weight) for no in act.outputs]
        for no, share in [(no, 0) for no in act.outputs] + pools.scaled(weights, abs(gain)):
            if self.parcels[no].made == seq:
                self.parcels[no].gain_made = share if gain > 0 else -share
        if all(p.origin == inputs[0].origin for p in inputs):
            return inputs[0].origin
        parts = [self.composition(p, p.weight) for p in inputs]
        self._pools[act.outputs[0]] = pools.scaled(pools.merged(parts), act.out_mct)
        return act.outputs[0]

    def correct(self, no, weight, stones, site, licence, on):
        """Another reading of what came in: the parcel follows unless somebody weighed it since, and so do mixes.

        Gives the numbers of everything that came of it and was put together again.
        """
        source, parcel = self.sources.get(no), self.parcels.get(no)
        if source is None or parcel is None:
            return []
        step, more, into = weight - source.weight, stones - source.stones, 0
        if step or more:
            if parcel.pinned:
                source.later = source.later or (source.weight, source.stones)
                parcel.gain_since -= step
                parcel.counted -= more
            else:
                parcel.weight, parcel.stones, parcel.first_weight, into = weight, stones, weight, step
        source.weight, source.stones, source.site, source.licence, source.on = weight, stones, site, licence, on
        if not step or parcel.used_by not in self._acts:
            return []
        self._acts[parcel.used_by].loss += into
        made, todo = [], {parcel.used_by}
        while todo:
            seq = min(todo)
            todo.discard(seq)
            self._mix(seq)
            outputs = self._acts[seq].outputs
            used = (self.parcels[no].used_by for no in outputs)
            # Onward only, so that a journal with numbers used twice cannot lead round in a circle.
            todo.update(later for later in used if later in self._acts and later > seq)
            made += outputs
        return made

    def use_of(self, no):
        """The loss of the act that used a parcel up, and the mass that went in; none where there is none."""
        act = self._acts.get(self.parcels[no].used_by)
        return act and (act.loss, sum(self.parcels[no].weight for no in act.inputs))

    def withdraw(self, no):
        """Nothing came in by this entry."""
        source, parcel = self.sources.get(no), self.parcels.get(no)
        if source and parcel:
            source.weight = source.stones = 0
            parcel.live = False
