-- Finds the last days of all workspaces. Counts are added in the order of time, so that it stays small.
CREATE INDEX quarters_time_index ON analytics.quarters USING brin (bucket);
