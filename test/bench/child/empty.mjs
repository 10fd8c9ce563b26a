// An empty Node process: the floor.
