package dev.concierge.server.identity.web;

import java.util.List;

/**
 * Template {@code identity/recovery-codes}: codes that were just made, on this one answer only.
 *
 * @param next where to go on
 */
public record RecoveryCodesView(List<String> codes, String next) {
    @Override
    public String toString() {
        return "RecoveryCodesView[" + codes.size() + "]";
    }
}
