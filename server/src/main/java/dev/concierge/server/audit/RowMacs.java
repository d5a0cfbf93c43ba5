package dev.concierge.server.audit;

import dev.concierge.server.encryption.Signer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What makes a row of the trail ours: a MAC under {@code SECRET_KEY} over all that its writer says. */
@Component
class RowMacs {
    private final Signer signer;

    RowMacs(Signer signer) {
        this.signer = signer;
    }

    Code event(UUID id, Instant at, AuditEvent event, byte @Nullable [] subjectHash) {
        Fields fields = new Fields()
                .add(id)
                .add(event.accountId())
                .add(at)
                .add(event.actor())
                .add(event.action())
                .add(event.outcome().word())
                .add(event.target())
                .add(subjectHash);
        for (Map.Entry<String, String> fact : new TreeMap<>(event.detail()).entrySet()) {
            fields.add(fact.getKey()).add(fact.getValue());
        }
        return Code.ofRow(signer.sign("audit event", fields.bytes()));
    }

    Code vend(UUID id, Instant at, VendEvent vend, byte @Nullable [] addressHash) {
        Fields fields = new Fields()
                .add(id)
                .add(vend.accountId())
                .add(at)
                .add(vend.actor())
                .add(vend.grantId())
                .add(vend.integrationId())
                .add(addressHash);
        return Code.ofRow(signer.sign("audit vend", fields.bytes()));
    }

    /** Tells whether two vends came from the same address, without saying which; keyed, because addresses can be tried out. */
    byte @Nullable [] address(@Nullable String address) {
        return address == null
                ? null
                : Code.ofRow(signer.sign(
                                "audit address", new Fields().add(address).bytes()))
                        .bytes();
    }

    /** The salted hash that stands in the chained row for address, user agent and e-mail. */
    static byte[] subject(byte[] salt, AuditEvent.Subject subject) {
        return sha256().digest(new Fields()
                .add(salt)
                .add(subject.address())
                .add(subject.agent())
                .add(subject.email())
                .bytes());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
