PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
LOAD SILENT <file:///none.ttl> INTO GRAPH :g ; INSERT DATA { :a :b :c }
