"""Countries of the bundled base maps, and the codes of their first-level areas."""

# Width classes on the map, 1 the widest, by WDB-II level: 0 two-banked, 1 to 4 permanent, 5 to 7 seasonal.
RIVER_WIDTHS = {0: 1, 1: 1, 2: 2, 3: 3, 4: 4, 5: 4, 6: 5, 7: 5}

# Names on the left are those of the source. Codes are ISO 3166-2; those withdrawn since stay with their old area.
# `before` is the year of the reform that these areas precede: Sierra Leone made a fifth province in 2017, the
# Democratic Republic of the Congo went from 11 to 26 in 2015, the Central African Republic from 17 to 20 in 2021.
# `coarse` is how far (degrees) the neighbours, which only give the setting, may be off.
COUNTRIES = {
    "SL": {
        "number": "694",
        "before": 2017,
        "margin": 3.5,
        "coarse": 0.02,
        "river_tolerance": 0.0008,
        "areas": {
            "Eastern": ("SL-E", "Eastern Province"),
            "Northern": ("SL-N", "Northern Province"),
            "Southern": ("SL-S", "Southern Province"),
            "Western": ("SL-W", "Western Area"),
        },
    },
    "CF": {
        "number": "140",
        "before": 2021,
        "margin": 6.0,
        "coarse": 0.04,
        "river_tolerance": 0.003,
        "areas": {
            "Bamingui-Bangoran": ("CF-BB", "Bamingui-Bangoran"),
            "Bangui": ("CF-BGF", "Bangui"),
            "Basse-Kotto": ("CF-BK", "Basse-Kotto"),
            "Haut-Mbomou": ("CF-HM", "Haut-Mbomou"),
            "Haute-Kotto": ("CF-HK", "Haute-Kotto"),
            "Kémo": ("CF-KG", "Kémo"),
            "Lobaye": ("CF-LB", "Lobaye"),
            "Mambéré-Kadéï": ("CF-HS", "Mambéré-Kadéï"),
            "Mbomou": ("CF-MB", "Mbomou"),
            "Nana-Grébizi": ("CF-KB", "Nana-Grébizi"),
            "Nana-Mambéré": ("CF-NM", "Nana-Mambéré"),
            "Ombella-M'Poko": ("CF-MP", "Ombella-M’Poko"),
            "Ouaka": ("CF-UK", "Ouaka"),
            "Ouham": ("CF-AC", "Ouham"),
            "Ouham-Pendé": ("CF-OP", "Ouham-Pendé"),
            "Sangha-Mbaéré": ("CF-SE", "Sangha-Mbaéré"),
            "Vakaga": ("CF-VK", "Vakaga"),
        },
    },
    "CD": {
        "number": "180",
        "before": 2015,
        "margin": 7.0,
        "coarse": 0.05,
        "river_tolerance": 0.01,
        "areas": {
            "Bandundu": ("CD-BN", "Bandundu"),
            "Bas-Congo": ("CD-BC", "Bas-Congo"),
            "Kasaï-Occidental": ("CD-KW", "Kasaï-Occidental"),
            "Kasaï-Oriental": ("CD-KE", "Kasaï-Oriental"),
            "Katanga": ("CD-KA", "Katanga"),
            "Kinshasa City": ("CD-KN", "Kinshasa"),
            "Maniema": ("CD-MA", "Maniema"),
            "Nord-Kivu": ("CD-NK", "Nord-Kivu"),
            "Orientale": ("CD-OR", "Orientale"),
            "Sud-Kivu": ("CD-SK", "Sud-Kivu"),
            "Équateur": ("CD-EQ", "Équateur"),
        },
    },
}
