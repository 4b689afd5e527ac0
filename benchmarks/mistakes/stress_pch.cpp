// Nothing but a place for the precompiled header to be built.
