"""The five hotels of the demo, and in what they differ."""

from loyalty.drawing.houses import House

FRONT_DESK = "王芳"  # has the front desk's login

HOUSES = (
    House(
        "qichuan-pingjiang", "平江店", "苏州", "P", 2_750, 268,
        {"member": 0.26, "corporate": 0.16, "ota": 0.49, "walk_in": 0.09},
        {"member": 0.60, "corporate": 0.19, "ota": 0.18, "walk_in": 0.03},
        1.3, 1.4, done=0.993, on_time=0.97, wrong=0.03, none_noted=0.8,
        strange=("高德订房",), front_desk=FRONT_DESK,
    ),
    House(
        "qichuan-guanqian", "观前店", "苏州", "G", 2_850, 298,
        {"member": 0.10, "corporate": 0.09, "ota": 0.73, "walk_in": 0.08},
        {"member": 0.25, "corporate": 0.13, "ota": 0.57, "walk_in": 0.05},
        0.72, 0.74, done=0.95, on_time=0.90, wrong=0.07, none_noted=0.95,
    ),
    House(
        "qichuan-nanhu", "南湖店", "嘉兴", "N", 2_350, 228,
        {"member": 0.20, "corporate": 0.17, "ota": 0.50, "walk_in": 0.13},
        {"member": 0.44, "corporate": 0.25, "ota": 0.26, "walk_in": 0.05},
        1.45, 0.4, done=0.92, on_time=0.84, wrong=0.09, none_noted=0.9,
        strange=("中央推荐入住", "自助机"),
    ),
    House(
        "qichuan-xinjiekou", "新街口店", "南京", "X", 2_800, 328,
        {"member": 0.19, "corporate": 0.34, "ota": 0.41, "walk_in": 0.06},
        {"member": 0.40, "corporate": 0.42, "ota": 0.16, "walk_in": 0.02},
        1.12, 1.15, done=0.965, on_time=0.93, wrong=0.05, none_noted=0.85,
    ),
    House(
        "qichuan-hudong", "湖东店", "苏州", "H", 2_050, 248,
        {"member": 0.22, "corporate": 0.20, "ota": 0.50, "walk_in": 0.08},
        {"member": 0.46, "corporate": 0.26, "ota": 0.25, "walk_in": 0.03},
        0.92, 0.95, done=0.86, on_time=0.78, wrong=0.13, none_noted=0.97,
        strange=("高德订房", "自助机"),
    ),
)  # fmt: skip
