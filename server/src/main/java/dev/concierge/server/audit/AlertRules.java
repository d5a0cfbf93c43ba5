package dev.concierge.server.audit;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which events of the trail are alerts, too: one place, so that no new way to do such a thing can forget to say it. What is no event, or one that is written down
 * only now and then, is raised where it is seen.
 */
final class AlertRules {
    private static final String ADMINISTRATOR = "admin";

    private AlertRules() {}

    static Optional<SecurityAlert> alert(AuditEvent event) {
        return event.outcome() == AuditEvent.Outcome.DONE ? done(event) : refused(event);
    }

    private static Optional<SecurityAlert> done(AuditEvent event) {
        return switch (event.action()) {
            case "account.role" -> administrator(event, "after");
            case "account.create", "account.import" -> administrator(event, "role");
            case "factor.reset" -> Optional.of(of(AlertKind.FACTOR_RESET, event, "reason"));
            case "account.unlock" -> Optional.of(of(AlertKind.ACCOUNT_UNLOCKED, event, ""));
            case "emergency.stop" -> Optional.of(of(AlertKind.EMERGENCY_STOP, event, "reason"));
            case "people.export" -> Optional.of(of(AlertKind.PEOPLE_EXPORT, event, "format"));
            case "audit.export" -> Optional.of(of(AlertKind.AUDIT_EXPORT, event, "format"));
            case "provider.discovery" -> Optional.of(of(AlertKind.PROVIDER_CHANGED, event, "detail"));
            default -> Optional.empty();
        };
    }

    private static Optional<SecurityAlert> refused(AuditEvent event) {
        return switch (event.action()) {
            case "alert.token_reuse" -> Optional.of(of(AlertKind.TOKEN_REUSE, event, "reason"));
            case "alert.passkey_cloned" -> Optional.of(of(AlertKind.PASSKEY_CLONED, event, "reason"));
            case "grant.open" -> Optional.of(of(AlertKind.UNREADABLE, event, "reason"));
            case "provider.discovery" -> Optional.of(of(AlertKind.PROVIDER_CHANGED, event, "detail"));
            default -> Optional.empty();
        };
    }

    private static Optional<SecurityAlert> administrator(AuditEvent event, String fact) {
        return ADMINISTRATOR.equals(event.detail().get(fact))
                ? Optional.of(of(AlertKind.NEW_ADMINISTRATOR, event, ""))
                : Optional.empty();
    }

    private static SecurityAlert of(AlertKind kind, AuditEvent event, String fact) {
        Map<String, String> facts = event.detail();
        String target = event.target();
        UUID about = event.accountId();
        String subject = target != null ? target : about != null ? "account:" + about : kind.word();
        return new SecurityAlert(kind, about, subject, event.actor(), facts.getOrDefault(fact, ""));
    }
}
