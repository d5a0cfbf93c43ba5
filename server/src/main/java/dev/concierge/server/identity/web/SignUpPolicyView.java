package dev.concierge.server.identity.web;

import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/sign-up-policy}.
 *
 * @param policy {@code open}, {@code invite} or {@code closed}
 * @param domains with commas between; empty for any
 * @param kept whether it was decided here; else it is the environment's
 * @param error one sentence about what was sent, or null
 */
public record SignUpPolicyView(
        List<Notice> notices,
        long version,
        String policy,
        String domains,
        boolean kept,
        FreshProof.Asked proof,
        @Nullable String error) {
    public SignUpPolicyView {
        notices = List.copyOf(notices);
    }
}
