ALTER TABLE parcel DROP COLUMN removal_no;
DROP TABLE removal;
