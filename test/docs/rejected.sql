SELECT * FROM '.tributary/bucket/runs/*/rejected/*/*.parquet'
