package dev.concierge.server.database;

import java.util.List;

/** The database cannot be served from; each fault is one sentence for the operator. */
public final class UnfitDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfitDatabaseException(List<String> faults) {
        super(String.join("\n", faults));
    }
}
