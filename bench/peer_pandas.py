"""The work of the benchmark in pandas; its argument and its last line are those of task.ts."""

import json
import resource
import sys
from pathlib import Path

import pandas as pd

task = json.loads(sys.argv[1])
data, work = Path(task["data"]), Path(task["work"])
counts, quarantine = {}, []


def whole(text, least=1, most=2**31 - 1):
    shaped = text.str.fullmatch(r"-?\d+").fillna(False).astype(bool)
    return shaped & pd.to_numeric(text.where(shaped), errors="coerce").between(least, most)


def matches(text, pattern):
    return text.str.fullmatch(pattern)


def short(text, most):
    return text.str.len() <= most


def moment(text):
    read = pd.to_datetime(text, format="%Y-%m-%dT%H:%M:%SZ", errors="coerce", utc=True)
    return text.str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ").fillna(False).astype(bool) & read.notna()


checks = {
    "orders": {
        "order_id": whole,
        "customer_id": whole,
        "product_id": whole,
        "region": lambda text: matches(text, r"R\d\d"),
        "channel": lambda text: text.isin(["web", "shop", "phone", "partner", "kiosk"]),
        "ordered_at": moment,
        "quantity": lambda text: whole(text, 1, 999),
        "unit_price": lambda text: matches(text, r"-?\d{1,8}(?:\.\d{1,2})?"),
        "coupon": lambda text: text.isna() | short(text, 12),
    },
    "customers": {
        "customer_id": lambda number: number >= 1,
        "name": lambda text: short(text, 40),
        "segment": lambda text: text.isin(["retail", "trade", "school", "public"]),
        "country": lambda text: matches(text, r"[A-Z]{2}"),
    },
    "products": {
        "product_id": lambda number: number >= 1,
        "name": lambda text: short(text, 40),
        "category": lambda text: text.isin(
            ["books", "food", "garden", "games", "music", "office", "sport", "tools"]
        ),
    },
    "regions": {"region": lambda text: matches(text, r"R\d\d"), "zone": lambda text: short(text, 20)},
}


def validated(source, frame):
    """The clean rows of a source, the last one of each key; what is at fault goes to the quarantine."""
    ok = {name: check(frame[name]).fillna(False).astype(bool) for name, check in checks[source].items()}
    good = pd.concat(ok, axis=1).all(axis=1)
    bad, faults = frame[~good], {}
    for name, passed in ok.items():
        wrong = bad[~passed[~good]]
        if len(wrong):
            faults[name] = len(wrong)
            lines = {"source": source, "line": wrong.index + 1, "column": name, "value": wrong[name].astype(str)}
            quarantine.append(pd.DataFrame({**lines, "reason": "is not as agreed"}))
    valid = frame[good]
    clean = valid.drop_duplicates(next(iter(ok)), keep="last")
    counts[source] = {
        "read": len(frame),
        "clean": len(clean),
        "rejected": len(bad),
        "duplicates": len(valid) - len(clean),
        "faults": faults,
    }
    return clean


orders = validated("orders", pd.read_csv(data / "orders.csv", dtype="str", keep_default_na=False, na_values=[""]))
orders = pd.DataFrame(
    {
        **{name: orders[name].astype("int64") for name in ["customer_id", "product_id", "quantity"]},
        "region": orders["region"],
        "month": orders["ordered_at"].str.slice(0, 7) + "-01",
        # Cents: exact, and faster than decimals.
        "cents": (orders["unit_price"].astype("float64") * 100).round().astype("int64"),
        "coupon": orders["coupon"],
    }
)
customers = validated("customers", pd.read_json(data / "customers.ndjson", lines=True))
products = validated("products", pd.read_parquet(data / "products.parquet"))
regions = validated("regions", pd.read_json(data / "regions.json"))
pd.concat(quarantine).to_parquet(work / "quarantine.parquet")

groups = ["month", "zone", "segment", "category"]
orders["cents"] *= orders["quantity"]
joined = (
    orders.merge(customers[["customer_id", "segment"]], on="customer_id", how="left")
    .merge(products[["product_id", "category"]], on="product_id", how="left")
    .merge(regions[["region", "zone"]], on="region", how="left")
    .fillna({"segment": "unknown", "category": "unknown", "zone": "unknown"})
)
sales = joined.groupby(groups).agg(
    orders=("quantity", "size"), units=("quantity", "sum"), cents=("cents", "sum"), coupons=("coupon", "count")
)
with open(work / "result.csv", "w") as out:
    out.write("month,zone,segment,category,orders,units,revenue,coupons\n")
    for group, number, units, cents, coupons in sales.sort_index().itertuples():
        out.write(f"{','.join(group)},{number},{units},{cents // 100}.{cents % 100:02},{coupons}\n")

used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
print(json.dumps({"counts": counts, "cpuSeconds": used.ru_utime + used.ru_stime, "peakMegabytes": peak}))
