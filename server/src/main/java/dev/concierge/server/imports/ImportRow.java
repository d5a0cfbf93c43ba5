package dev.concierge.server.imports;

import dev.concierge.server.identity.ImportedAccount;
import dev.concierge.server.integrations.ImportedGrant;
import java.util.List;

/**
 * One line: an account and its grants.
 *
 * @param key what the older installation tells accounts apart by; the same in every file
 */
record ImportRow(String key, ImportedAccount account, List<ImportedGrant> grants) {
    ImportRow {
        grants = List.copyOf(grants);
    }
}
