package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What a password may be (NIST SP 800-63B section 3.1.1.2): at least 12 characters and at most 1024 bytes, any characters, compared whole and in
 * Unicode form NFC; not a common one, and not made of the person's own name or address. There are no rules about kinds of characters.
 */
@Component
class PasswordRules {
    /** Characters (code points) a password needs at least. */
    static final int LEAST = 12;

    private static final int MOST_BYTES = 1024;
    private static final int LEAST_OWN_WORD = 4;
    private static final String PRODUCT = "concierge";

    private final CommonPasswords common;

    PasswordRules(CommonPasswords common) {
        this.common = common;
    }

    /** The form that is hashed and compared; empty when it is longer than any password of ours. Nothing is cut or stripped. */
    static Optional<Secret> normal(Secret typed) {
        String text = typed.reveal();
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.empty();
        }
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return normal.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                ? Optional.empty()
                : Optional.of(Secret.of(normal));
    }

    /**
     * Checks a password that somebody wants to set.
     *
     * @return why it cannot be taken, in a sentence for that person; empty when it is fine
     */
    Optional<String> fault(Secret typed, String name, EmailAddress email) {
        Optional<Secret> normal = normal(typed);
        if (normal.isEmpty()) {
            return Optional.of("That is longer than 1024 bytes. Choose a shorter one.");
        }
        String password = normal.get().reveal();
        if (password.codePointCount(0, password.length()) < LEAST) {
            return Optional.of("Use at least 12 characters. A few words in a row are easy to keep.");
        }
        if (holdsOwnWord(password.toLowerCase(Locale.ROOT), name, email)) {
            return Optional.of("Leave your own name and address out of it. They are what is tried first.");
        }
        return common.contains(password)
                ? Optional.of("Many people use this one or one like it, so it is tried early. Choose another.")
                : Optional.empty();
    }

    private static boolean holdsOwnWord(String password, String name, EmailAddress email) {
        String domain = email.value().substring(email.value().indexOf('@') + 1);
        Stream<String> words = Stream.of(
                        Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")),
                        Arrays.stream(email.localPart().split("[^a-z0-9]+")),
                        Stream.of(domain.substring(0, domain.indexOf('.')), email.localPart(), PRODUCT))
                .flatMap(some -> some);
        return words.filter(word -> word.length() >= LEAST_OWN_WORD).anyMatch(password::contains);
    }
}
