package dev.concierge.server.identity;

import java.io.IOException;
import java.util.UUID;

/** One file of the copy of their data that a person asks for. The room that keeps the data writes it. */
public interface OwnFile {
    /** Takes entries one by one; they are written as they come and counted. */
    interface Sheet {
        /** @param entry written as JSON; it must hold no secret */
        void add(Object entry) throws IOException;
    }

    /** Its name, such as {@code records.json}: one JSON array. */
    String name();

    /** Adds every entry of the account, a bounded number in memory at a time and with no transaction open while it adds. */
    void write(UUID accountId, Sheet sheet) throws IOException;
}
