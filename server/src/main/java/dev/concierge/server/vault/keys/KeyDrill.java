package dev.concierge.server.vault.keys;

import dev.concierge.server.audit.AuditEvent;
import dev.concierge.server.audit.AuditTrail;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.KeyEscrow;
import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.vault.keys.RotationRepository.Row;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Puts the data keys into escrow, and proves that a file from there would open what is stored. */
@Component
public class KeyDrill {
    private static final int SAMPLE = 20;

    private final SystemScope system;
    private final KeyRing ring;
    private final AuditTrail audit;

    KeyDrill(SystemScope system, KeyRing ring, AuditTrail audit) {
        this.system = system;
        this.ring = ring;
        this.audit = audit;
    }

    /**
     * What the drill showed.
     *
     * @param current whether the file holds the key that encrypts now
     * @param opened of the sampled ciphertexts
     */
    public record Drilled(boolean current, long opened, long sampled) {
        /** Whether everything that was tried opened. */
        public boolean passed() {
            return current && opened == sampled;
        }
    }

    /** The text of a new escrow file. @throws IllegalArgumentException with a sentence for the operator */
    public String escrow(Secret passphrase, String actor) {
        String text = ring.escrow(passphrase);
        audit.recordAlone(
                AuditEvent.done(null, actor, "keys.escrow", null).with("version", Long.toString(ring.version())));
        return text;
    }

    /**
     * Opens a file and the newest ciphertexts of every column with it. Nothing that was opened is kept.
     *
     * @throws IllegalArgumentException with a sentence for the operator, when the file does not open
     */
    public Drilled drill(String text, Secret passphrase, String actor) {
        KeyEscrow.Opened file = KeyEscrow.open(text, passphrase);
        long opened = 0;
        long sampled = 0;
        for (EncryptedColumn column : EncryptedColumn.values()) {
            List<Row> rows = system.call(jdbc -> RotationRepository.sample(jdbc, column, SAMPLE));
            sampled += rows.size();
            opened += rows.stream().filter(row -> opens(file, column, row)).count();
        }
        Drilled drilled = new Drilled(file.keys().contains(ring.primary()), opened, sampled);
        audit.recordAlone(AuditEvent.done(null, actor, "keys.drill", null)
                .with("passed", Boolean.toString(drilled.passed()))
                .with("opened", Long.toString(opened))
                .with("sampled", Long.toString(sampled)));
        return drilled;
    }

    private static boolean opens(KeyEscrow.Opened file, EncryptedColumn column, Row row) {
        Ciphertext ciphertext = Objects.requireNonNull(row.ciphertext());
        try {
            var _ = file.cipher().decrypt(ciphertext, column.binding(row.id(), row.accountId(), row.version()));
            return true;
        } catch (UnreadableException e) {
            return false;
        }
    }
}
