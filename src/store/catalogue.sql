WITH here AS (SELECT oid AS id FROM pg_catalog.pg_namespace WHERE nspname = current_schema()),
tables AS (
    SELECT c.oid AS id, CAST(c.relname AS text) AS name, c.*
    FROM pg_catalog.pg_class c JOIN here ON c.relnamespace = here.id
    WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e WHERE e.classid = CAST('pg_class' AS regclass) AND e.objid = c.oid AND e.deptype = 'e')
)
SELECT CASE WHEN relkind = 'r' THEN 'table' WHEN relkind = 'v' THEN 'view' ELSE 'relation' END AS word, name,
    concat_ws(' ', CASE relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view as ' || pg_catalog.pg_get_viewdef(id) ELSE 'of kind ' || CAST(relkind AS text) END,
        CASE WHEN relpersistence <> 'p' THEN 'not permanent' END,
        CASE WHEN relrowsecurity THEN 'row security' END, CASE WHEN relforcerowsecurity THEN 'forced' END,
        CASE WHEN relispartition THEN 'partition' END, array_to_string(reloptions, ',')) AS made
FROM tables WHERE relkind NOT IN ('i', 'I', 't', 'c')
UNION ALL
SELECT 'column', t.name || '.' || CAST(a.attname AS text),
    concat_ws(' ', 'number ' || row_number() OVER (PARTITION BY t.id ORDER BY a.attnum), pg_catalog.format_type(a.atttypid, a.atttypmod),
        'collate ' || (SELECT CAST(collname AS text) FROM pg_catalog.pg_collation k WHERE k.oid = a.attcollation),
        CASE WHEN a.attnotnull THEN 'not null' END,
        'default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid),
        CASE WHEN a.attidentity <> '' THEN 'identity' END, CASE WHEN a.attgenerated <> '' THEN 'generated' END)
FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.id AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = t.id AND d.adnum = a.attnum
WHERE t.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'constraint', t.name || '.' || CAST(o.conname AS text),
    concat_ws(' ', pg_catalog.pg_get_constraintdef(o.oid, true), CASE WHEN NOT o.convalidated THEN 'not validated' END,
        CASE WHEN o.condeferrable THEN 'deferrable' END)
FROM tables t JOIN pg_catalog.pg_constraint o ON o.conrelid = t.id WHERE o.contype NOT IN ('n', 't')
UNION ALL
SELECT 'index', i.name,
    concat_ws(' ', pg_catalog.pg_get_indexdef(x.indexrelid, 0, true), CASE WHEN NOT x.indisvalid THEN 'not valid' END,
        CASE WHEN NOT x.indisready THEN 'not ready' END, CASE WHEN NOT x.indislive THEN 'not live' END,
        CASE WHEN NOT x.indimmediate THEN 'deferred' END, CASE WHEN x.indisprimary THEN 'primary' END)
FROM tables t JOIN pg_catalog.pg_index x ON x.indrelid = t.id JOIN tables i ON i.id = x.indexrelid
UNION ALL
SELECT 'trigger', CAST(g.tgname AS text) || CASE WHEN count(*) OVER (PARTITION BY g.tgname) > 1 THEN ' on ' || t.name ELSE '' END,
    concat_ws(' ', pg_catalog.pg_get_triggerdef(g.oid, true),
        CASE g.tgenabled WHEN 'O' THEN NULL WHEN 'D' THEN 'disabled' ELSE 'fires as ' || CAST(g.tgenabled AS text) END)
FROM tables t JOIN pg_catalog.pg_trigger g ON g.tgrelid = t.id WHERE NOT g.tgisinternal
UNION ALL
SELECT 'rule', t.name || '.' || CAST(r.rulename AS text), pg_catalog.pg_get_ruledef(r.oid, true)
FROM tables t JOIN pg_catalog.pg_rewrite r ON r.ev_class = t.id WHERE r.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', t.name || '.' || CAST(p.polname AS text),
    concat_ws(' ', 'for ' || CAST(p.polcmd AS text), pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
FROM tables t JOIN pg_catalog.pg_policy p ON p.polrelid = t.id
UNION ALL
SELECT 'child', CAST(CAST(h.inhrelid AS regclass) AS text), 'of ' || t.name
FROM tables t JOIN pg_catalog.pg_inherits h ON h.inhparent = t.id WHERE t.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'function', CAST(f.proname AS text) || '(' || pg_catalog.pg_get_function_identity_arguments(f.oid) || ')',
    concat_ws(' ', 'returns ' || pg_catalog.pg_get_function_result(f.oid), 'language ' || CAST(l.lanname AS text),
        CASE WHEN f.prosecdef THEN 'security definer' END, array_to_string(f.proconfig, ','), f.prosrc)
FROM pg_catalog.pg_proc f JOIN here ON f.pronamespace = here.id JOIN pg_catalog.pg_language l ON l.oid = f.prolang
WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e WHERE e.classid = CAST('pg_proc' AS regclass) AND e.objid = f.oid AND e.deptype = 'e')
