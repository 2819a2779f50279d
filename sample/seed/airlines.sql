-- How PostgreSQL holds airlines.json on a local run; :rows stands for its content.
CREATE TABLE airlines (carrier char(2) PRIMARY KEY, name text NOT NULL);
INSERT INTO airlines SELECT * FROM json_populate_recordset(NULL::airlines, :rows);
