PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }
