"""The work of the benchmark in polars; its argument and its last line are those of task.ts."""

import json
import os
import resource
import sys
from pathlib import Path

task = json.loads(sys.argv[1])
os.environ["POLARS_MAX_THREADS"] = str(task["threads"])

import polars as pl  # noqa: E402  (it reads the number of threads when it is imported)

data, work = Path(task["data"]), Path(task["work"])
counts, quarantine = {}, []


def whole(name, least=1, most=2**31 - 1):
    text = pl.col(name)
    return text.str.contains(r"^-?\d+$") & text.cast(pl.Int64, strict=False).is_between(least, most)


def matches(name, pattern):
    return pl.col(name).str.contains(pattern)


checks = {
    "orders": {
        "order_id": whole("order_id"),
        "customer_id": whole("customer_id"),
        "product_id": whole("product_id"),
        "region": matches("region", r"^R\d\d$"),
        "channel": pl.col("channel").is_in(["web", "shop", "phone", "partner", "kiosk"]),
        "ordered_at": matches("ordered_at", r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        & pl.col("ordered_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False).is_not_null(),
        "quantity": whole("quantity", 1, 999),
        "unit_price": matches("unit_price", r"^-?\d{1,8}(\.\d{1,2})?$"),
        "coupon": pl.col("coupon").str.len_chars().fill_null(0) <= 12,
    },
    "customers": {
        "customer_id": pl.col("customer_id") >= 1,
        "name": pl.col("name").str.len_chars() <= 40,
        "segment": pl.col("segment").is_in(["retail", "trade", "school", "public"]),
        "country": matches("country", r"^[A-Z]{2}$"),
    },
    "products": {
        "product_id": pl.col("product_id") >= 1,
        "name": pl.col("name").str.len_chars() <= 40,
        "category": pl.col("category").is_in(
            ["books", "food", "garden", "games", "music", "office", "sport", "tools"]
        ),
    },
    "regions": {
        "region": matches("region", r"^R\d\d$"),
        "zone": pl.col("zone").str.len_chars() <= 20,
    },
}


def validated(source, frame, typed):
    """The clean rows of a source, the last one of each key; what is at fault goes to the quarantine."""
    own = {column: check.fill_null(False) for column, check in checks[source].items()}
    marked = (
        frame.with_row_index("line", offset=1)
        .with_columns(*[check.alias(f"{column}?") for column, check in own.items()])
        .with_columns(pl.all_horizontal(f"{column}?" for column in own).alias("ok"))
        .collect()
    )
    bad = marked.filter(~pl.col("ok"))
    faults = {}
    for column in own:
        wrong = bad.filter(~pl.col(f"{column}?")).select(
            pl.lit(source).alias("source"),
            "line",
            pl.lit(column).alias("column"),
            pl.col(column).cast(pl.String).alias("value"),
            pl.lit("is not as agreed").alias("reason"),
        )
        if len(wrong):
            faults[column] = len(wrong)
            quarantine.append(wrong)
    good = marked.lazy().filter("ok").select(typed).collect()
    key = next(iter(own))
    clean = good.unique(key, keep="last")
    counts[source] = {
        "read": len(marked),
        "clean": len(clean),
        "rejected": len(bad),
        "duplicates": len(good) - len(clean),
        "faults": faults,
    }
    return clean


text = {column: pl.String for column in checks["orders"]}
orders = validated(
    "orders",
    pl.scan_csv(data / "orders.csv", schema=text),
    [
        pl.col("order_id", "customer_id", "product_id", "quantity").cast(pl.Int64, strict=False),
        "region",
        pl.col("ordered_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False),
        # Cents: exact, and faster than decimals.
        (pl.col("unit_price").cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64).alias("cents"),
        "coupon",
    ],
)
customers = validated("customers", pl.scan_ndjson(data / "customers.ndjson"), ["customer_id", "segment"])
products = validated(
    "products", pl.scan_parquet(data / "products.parquet"), [pl.col("product_id").cast(pl.Int64), "category"]
)
regions = validated("regions", pl.read_json(data / "regions.json").lazy(), ["region", "zone"])
pl.concat(quarantine).write_parquet(work / "quarantine.parquet")

groups = ["month", "zone", "segment", "category"]
sales = (
    orders.lazy()
    .join(customers.lazy(), on="customer_id", how="left")
    .join(products.lazy(), on="product_id", how="left")
    .join(regions.lazy(), on="region", how="left")
    .with_columns(
        pl.col("ordered_at").dt.truncate("1mo").dt.date().alias("month"),
        pl.col("zone", "segment", "category").fill_null("unknown"),
    )
    .group_by(groups)
    .agg(
        pl.len().alias("orders"),
        pl.col("quantity").sum().alias("units"),
        (pl.col("quantity") * pl.col("cents")).sum().alias("cents"),
        pl.col("coupon").count().alias("coupons"),
    )
    .sort(groups)
    .collect()
)
with open(work / "result.csv", "w") as out:
    out.write("month,zone,segment,category,orders,units,revenue,coupons\n")
    for month, zone, segment, category, number, units, cents, coupons in sales.iter_rows():
        out.write(
            f"{month},{zone},{segment},{category},{number},{units},{cents // 100}.{cents % 100:02},{coupons}\n"
        )

used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
print(json.dumps({"counts": counts, "cpuSeconds": used.ru_utime + used.ru_stime, "peakMegabytes": peak}))
