PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT { ?s :count ?n } WHERE { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s }
