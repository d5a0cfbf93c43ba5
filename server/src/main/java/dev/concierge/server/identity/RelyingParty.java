package dev.concierge.server.identity;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import dev.concierge.server.web.PublicUrl;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What browsers answer about passkeys, read and checked (WebAuthn Level 3 sections 7.1 and 7.2), by webauthn4j. Origin and id are {@code PUBLIC_URL}'s,
 * never a request's. User verification is always required; who made an authenticator is neither asked nor looked at. Challenges, accounts and what is
 * stored are the caller's.
 */
@Component
class RelyingParty {
    private static final Logger LOG = LoggerFactory.getLogger(RelyingParty.class);
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9.]+");
    private static final int LONGEST_ANSWER = 16_384;

    /** In the order in which we like them: ES256, EdDSA, RS256. */
    static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    /** Made at the first use: most starts never need it. */
    private static final class Engine {
        static final ObjectConverter CONVERTER = new ObjectConverter();
        static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
        static final AttestedCredentialDataConverter CREDENTIALS = new AttestedCredentialDataConverter(CONVERTER);
    }

    private final PublicUrl publicUrl;

    RelyingParty(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** An answer to the wish for a new passkey; nothing in it is checked yet. */
    record Creation(RegistrationData data, Challenge challenge) {}

    /**
     * A new passkey that was checked.
     *
     * @param credentialId in base64url
     */
    record Created(String credentialId, StoredPasskey key, List<String> transports) {}

    /**
     * An answer of somebody's passkey; nothing in it is checked yet.
     *
     * @param credentialId in base64url
     * @param userHandle in base64url; empty where the passkey does not tell
     */
    record Assertion(AuthenticationData data, Challenge challenge, String credentialId, Optional<String> userHandle) {}

    /** What came of checking an answer. */
    sealed interface Verdict {
        /** @param after as it is to be kept from now on */
        record Right(StoredPasskey after) implements Verdict {}

        /** Signed rightly, but the counter did not rise: there may be two of it (WebAuthn section 6.1.1). */
        record Cloned() implements Verdict {}

        /** @param reason for the trail */
        record Wrong(String reason) implements Verdict {}
    }

    /** Whether browsers take passkeys for this installation: it needs a name, not an address (WebAuthn section 5.1.3). */
    boolean offered() {
        return !ADDRESS.matcher(publicUrl.host()).matches();
    }

    String id() {
        return publicUrl.host();
    }

    Optional<Creation> creation(String answer) {
        return read(answer, () -> {
            RegistrationData data = Engine.MANAGER.parseRegistrationResponseJSON(answer);
            return new Creation(data, challenge(data.getCollectedClientData()));
        });
    }

    /** Checks an answer whose challenge was taken. @return empty when it is not in order */
    Optional<Created> check(Creation creation) {
        try {
            List<PublicKeyCredentialParameters> algorithms = ALGORITHMS.stream()
                    .map(id -> new PublicKeyCredentialParameters(
                            PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(id)))
                    .toList();
            RegistrationData data = Engine.MANAGER.verify(
                    creation.data(), new RegistrationParameters(server(creation.challenge()), algorithms, true, true));
            if (isFramed(data.getCollectedClientData())) {
                return Optional.empty();
            }
            AuthenticatorData<?> authenticator =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData credential = Objects.requireNonNull(authenticator.getAttestedCredentialData());
            return Optional.of(new Created(
                    PasskeyOptions.text(credential.getCredentialId()),
                    new StoredPasskey(
                            Engine.CREDENTIALS.convert(credential),
                            authenticator.getSignCount(),
                            authenticator.isFlagBE(),
                            authenticator.isFlagBS()),
                    transports(data.getTransports())));
        } catch (WebAuthnException e) {
            LOG.debug("A new passkey was refused: {}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    Optional<Assertion> assertion(String answer) {
        return read(answer, () -> {
            AuthenticationData data = Engine.MANAGER.parseAuthenticationResponseJSON(answer);
            return new Assertion(data, challenge(data.getCollectedClientData()), credentialId(data), userHandle(data));
        });
    }

    /** Checks an answer whose challenge was taken, against what is kept of that passkey. */
    Verdict check(Assertion assertion, StoredPasskey kept) {
        try {
            CredentialRecordImpl known = new CredentialRecordImpl(
                    null,
                    true,
                    kept.backupEligible(),
                    kept.backedUp(),
                    kept.signCount(),
                    Engine.CREDENTIALS.convert(kept.publicKey()),
                    null,
                    null,
                    null,
                    null);
            AuthenticationData data = Engine.MANAGER.verify(
                    assertion.data(),
                    new AuthenticationParameters(server(assertion.challenge()), known, null, true, true));
            if (isFramed(data.getCollectedClientData())) {
                return new Verdict.Wrong("passkey: in a frame of another site");
            }
            AuthenticatorData<?> authenticator = Objects.requireNonNull(data.getAuthenticatorData());
            return new Verdict.Right(kept.after(authenticator.getSignCount(), authenticator.isFlagBS()));
        } catch (MaliciousCounterValueException e) {
            return new Verdict.Cloned();
        } catch (WebAuthnException e) {
            return new Verdict.Wrong("passkey: " + e.getClass().getSimpleName());
        }
    }

    /** Nothing of an answer is trusted, its form least of all: whatever the library makes of a hostile one is a refusal. */
    private static <T> Optional<T> read(String answer, Supplier<T> reading) {
        if (answer.length() > LONGEST_ANSWER) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.get());
        } catch (RuntimeException e) {
            LOG.debug("Not an answer of a browser: {}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    @SuppressWarnings("NullAway") // the library's word on an array is read as one on its bytes
    private static String credentialId(AuthenticationData data) {
        return PasskeyOptions.text(data.getCredentialId());
    }

    @SuppressWarnings("NullAway") // as the other
    private static Optional<String> userHandle(AuthenticationData data) {
        byte[] handle = data.getUserHandle();
        return handle == null ? Optional.empty() : Optional.of(PasskeyOptions.text(handle));
    }

    private static Challenge challenge(@Nullable CollectedClientData client) {
        return Objects.requireNonNull(Objects.requireNonNull(client).getChallenge());
    }

    /** Our pages are never framed, so an answer that says so was made elsewhere. */
    private static boolean isFramed(@Nullable CollectedClientData client) {
        return client == null || Boolean.TRUE.equals(client.getCrossOrigin());
    }

    private ServerProperty server(Challenge challenge) {
        return ServerProperty.builder()
                .origin(new Origin(publicUrl.origin()))
                .rpId(id())
                .challenge(challenge)
                .build();
    }

    private static List<String> transports(@Nullable Set<AuthenticatorTransport> transports) {
        Stream<AuthenticatorTransport> all = transports == null ? Stream.empty() : transports.stream();
        return all.map(AuthenticatorTransport::getValue)
                .filter(Arrays.asList("usb", "nfc", "ble", "smart-card", "hybrid", "internal")::contains)
                .sorted()
                .toList();
    }
}
