PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { ?s :q ?n } INSERT { ?s :q ?m } USING :g USING NAMED :h WHERE { ?s :q ?n BIND(?n + 1 AS ?m) GRAPH ?g { ?a ?b ?c } }
