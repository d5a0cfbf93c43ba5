package dev.concierge.server.mail;

import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a mail says as it stands in its row: encrypted and bound to it, because it may hold a one-time link. */
@Component
class LetterSeal {
    private final RowCipher cipher;
    private final JsonMapper json;

    LetterSeal(RowCipher cipher, JsonMapper json) {
        this.cipher = cipher;
        this.json = json;
    }

    Ciphertext seal(UUID id, UUID accountId, Letter letter) {
        return cipher.encrypt(
                Secret.of(json.writeValueAsString(letter)), EncryptedColumn.MAILS_BODY.binding(id, accountId, 0));
    }

    Letter open(MailRepository.Row mail) throws UnreadableException {
        Ciphertext body = mail.body();
        if (body == null) {
            throw new IllegalStateException("a mail that is over has no body");
        }
        Secret opened = cipher.decrypt(body, EncryptedColumn.MAILS_BODY.binding(mail.id(), mail.accountId(), 0));
        return json.readValue(opened.reveal(), Letter.class);
    }
}
