CREATE TABLE orders (id int PRIMARY KEY, shop text, at text, note text);
INSERT INTO orders SELECT * FROM json_populate_recordset(NULL::orders, :rows);
