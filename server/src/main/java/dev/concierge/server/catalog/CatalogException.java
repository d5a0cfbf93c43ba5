package dev.concierge.server.catalog;

import java.util.List;

/** The catalog cannot be used; the message has one line for each fault, with file and line number. The start stops with it. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    CatalogException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    /** Each as {@code google.yaml:12: what is wrong}. */
    public List<String> faults() {
        return faults;
    }
}
