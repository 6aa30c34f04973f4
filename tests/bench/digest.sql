-- The questions of a day's digest, as a person would ask them of the store: :from and :to are its
-- bounds, :since is 84 days before.
.mode list
CREATE TEMP TABLE day AS
  SELECT id FROM post
  WHERE digest IS NULL AND origin <> 'imported' AND placed_ms >= :from AND placed_ms < :to;

-- Posts and authors of each tag, source, hour, language.
SELECT m.tag_key, count(*), count(DISTINCT r.author_handle)
  FROM day d JOIN match m ON m.post = d.id JOIN revision r ON r.post = d.id GROUP BY 1;
SELECT s.source, count(*) FROM day d JOIN sighting s ON s.post = d.id GROUP BY 1;
SELECT m.tag_key, (p.placed_ms - :from) / 3600000, count(*)
  FROM day d JOIN post p ON p.id = d.id JOIN match m ON m.post = d.id GROUP BY 1, 2;
SELECT r.language, count(*) FROM day d JOIN revision r ON r.post = d.id GROUP BY 1;
SELECT r.author_handle, count(*) FROM day d JOIN revision r ON r.post = d.id
  GROUP BY 1 ORDER BY 2 DESC LIMIT 20;

-- The 84 days before, by tag: each post once.
SELECT tag_key, (placed_ms - :since) / 86400000, count(DISTINCT post) FROM place
  WHERE tag_key IN ('globalsecurity', 'tmssw') AND placed_ms >= :since AND placed_ms < :from
  GROUP BY 1, 2;

-- The posts with all that is known of them.
SELECT n.* FROM day d JOIN newest_post n ON n.id = d.id ORDER BY n.placed_ms, n.uri;
SELECT s.* FROM day d JOIN sighting s ON s.post = d.id;
SELECT m.* FROM day d JOIN match m ON m.post = d.id;
SELECT e.* FROM day d JOIN engagement e ON e.post = d.id;
