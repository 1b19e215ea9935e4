PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
WITH :g DELETE { ?s ?p ?o } INSERT { ?o ?p ?s . GRAPH :k { ?s ?p "1"^^xsd:byte } } WHERE { ?s ?p ?o FILTER(isIRI(?o)) }
