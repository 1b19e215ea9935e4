PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE WHERE { ?s :p ?o . GRAPH ?g { ?s :p ?x } }
