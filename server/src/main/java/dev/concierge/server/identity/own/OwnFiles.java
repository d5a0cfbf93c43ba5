package dev.concierge.server.identity.own;

import dev.concierge.server.audit.AuditEntry;
import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.identity.OwnFile;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.identity.web.Devices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** This room's files of an export. No hash, seed, token or key stands in any of them. */
@Configuration(proxyBeanMethods = false)
class OwnFiles {
    private record ProfileLine(
            UUID id,
            String name,
            @Nullable String email,
            boolean emailProved,
            String role,
            @Nullable String localId,
            Instant madeAt,
            String timeZone,
            String dateForm) {}

    private record IdentityLine(
            UUID id, String provider, @Nullable String label, Instant addedAt, Instant usedAt, String proof) {}

    private record SessionLine(
            UUID id, String device, String agent, String address, Instant signedInAt, Instant seenAt) {}

    private record KeyLine(
            UUID id,
            String name,
            String prefix,
            List<String> scopes,
            Instant madeAt,
            Instant endsAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {}

    /** The actor in a word: another person who acted on the account is not named. */
    private record AuditLine(
            UUID id,
            Instant at,
            String by,
            String action,
            String outcome,
            @Nullable String target,
            Map<String, String> detail,
            @Nullable String address,
            @Nullable String agent) {}

    private interface Content {
        void write(UUID accountId, OwnFile.Sheet sheet) throws IOException;
    }

    private record Named(String name, Content content) implements OwnFile {
        @Override
        public void write(UUID accountId, Sheet sheet) throws IOException {
            content.write(accountId, sheet);
        }
    }

    @Bean
    OwnFile profileFile(Profiles profiles) {
        return new Named("profile.json", (id, sheet) -> {
            Profile profile = profiles.require(id);
            sheet.add(new ProfileLine(
                    id,
                    profile.name(),
                    profile.email(),
                    profile.emailProved(),
                    profile.role().word(),
                    profile.localId(),
                    profile.madeAt(),
                    profile.zone().getId(),
                    profile.form().word()));
        });
    }

    @Bean
    OwnFile identitiesFile(Accounts accounts) {
        return new Named("identities.json", (id, sheet) -> {
            for (var one : accounts.identities(id)) {
                sheet.add(new IdentityLine(
                        one.id(), one.provider(), one.label(), one.createdAt(), one.usedAt(), one.proof()));
            }
        });
    }

    @Bean
    OwnFile sessionsFile(Sessions sessions) {
        return new Named("sessions.json", (id, sheet) -> {
            for (var one : sessions.of(id)) {
                sheet.add(new SessionLine(
                        one.id(),
                        Devices.words(one.agent()),
                        one.agent(),
                        one.address(),
                        one.createdAt(),
                        one.seenAt()));
            }
        });
    }

    @Bean
    OwnFile keysFile(ApiKeys keys) {
        return new Named("keys.json", (id, sheet) -> {
            for (var one : keys.of(id)) {
                sheet.add(new KeyLine(
                        one.id(),
                        one.name(),
                        one.prefix(),
                        one.scopes().stream().map(KeyScope::word).sorted().toList(),
                        one.createdAt(),
                        one.expiresAt(),
                        one.lastUsedAt(),
                        one.revokedAt()));
            }
        });
    }

    @Bean
    OwnFile auditFile(OwnTrail trail) {
        return new Named("audit.json", (id, sheet) -> {
            try {
                trail.each(id, act -> add(sheet, line(act)));
            } catch (UncheckedIOException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        });
    }

    private static void add(OwnFile.Sheet sheet, Object line) {
        try {
            sheet.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AuditLine line(OwnTrail.Act act) {
        AuditEntry entry = act.entry();
        AuditEvent.Subject subject = entry.subject();
        return new AuditLine(
                entry.id(),
                entry.at(),
                act.by().name().toLowerCase(Locale.ROOT),
                entry.action(),
                entry.outcome().name().toLowerCase(Locale.ROOT),
                entry.target(),
                entry.detail(),
                subject == null ? null : subject.address(),
                subject == null ? null : subject.agent());
    }
}
