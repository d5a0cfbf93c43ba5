package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.encryption.Secret;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /api/v1/webhooks/in/github}, {@code /notion} and {@code /meta}: pushes that carry a signature of their body. Only who it is about is read of one. Whatever is
 * not proved, or comes where nothing is set up, gets one and the same answer.
 */
@Hidden
@RestController
class SignedPushApi {
    private static final String DOORS = "/api/v1/webhooks/in/";
    private static final int LONGEST_CHALLENGE = 64;

    private final PushSettings settings;
    private final Registrations registrations;
    private final SignedIntake intake;
    private final PushDoor door;
    private final JsonMapper json;

    SignedPushApi(
            PushSettings settings, Registrations registrations, SignedIntake intake, PushDoor door, JsonMapper json) {
        this.settings = settings;
        this.registrations = registrations;
        this.intake = intake;
        this.door = door;
        this.json = json;
    }

    /** A {@code ping} is about nobody. */
    @PostMapping(DOORS + "github")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void github(
            HttpServletRequest request,
            @RequestHeader(name = "X-Hub-Signature-256", required = false) @Nullable String signature,
            @RequestBody(required = false) byte @Nullable [] body) {
        take(
                request,
                "github",
                settings.github(),
                signature,
                body,
                push -> Stream.of(
                                push.path("repository").path("owner").path("id"),
                                push.path("sender").path("id"))
                        .map(id -> id.asString(""))
                        .toList());
    }

    @PostMapping(DOORS + "notion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void notion(
            HttpServletRequest request,
            @RequestHeader(name = "X-Notion-Signature", required = false) @Nullable String signature,
            @RequestBody(required = false) byte @Nullable [] body) {
        take(request, "notion", settings.notion(), signature, body, push -> ids(push.path("accessible_by")));
    }

    /** Signed with the secret of our client. */
    @PostMapping(DOORS + "meta")
    void meta(
            HttpServletRequest request,
            @RequestHeader(name = "X-Hub-Signature-256", required = false) @Nullable String signature,
            @RequestBody(required = false) byte @Nullable [] body) {
        Optional<Secret> secret = registrations.find("meta").map(Registration::clientSecret);
        take(request, "meta", secret, signature, body, push -> ids(push.path("entry")));
    }

    /** Meta asks, when the webhook is set up, whether it is ours; only whoever knows our word gets its number back. */
    @GetMapping(DOORS + "meta")
    ResponseEntity<String> verify(
            HttpServletRequest request,
            @RequestParam(name = "hub.mode", defaultValue = "") String mode,
            @RequestParam(name = "hub.verify_token", defaultValue = "") String token,
            @RequestParam(name = "hub.challenge", defaultValue = "") String challenge) {
        boolean ours = mode.equals("subscribe")
                && challenge.length() <= LONGEST_CHALLENGE
                && challenge.matches("[0-9]+")
                && settings.metaVerify().filter(Secret.of(token)::equals).isPresent();
        if (!ours) {
            throw door.nothing(request);
        }
        return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(challenge);
    }

    private void take(
            HttpServletRequest request,
            String provider,
            Optional<Secret> secret,
            @Nullable String signature,
            byte @Nullable [] body,
            Function<JsonNode, List<String>> subjects) {
        if (body == null
                || secret.filter(known -> Signature.fits(signature, known, body))
                        .isEmpty()) {
            throw door.nothing(request);
        }
        door.taken();
        intake.take(provider, body, read(body, subjects));
    }

    /** What is signed and cannot be read is about nobody. */
    private List<String> read(byte[] body, Function<JsonNode, List<String>> subjects) {
        try {
            return subjects.apply(json.readTree(body)).stream()
                    .filter(subject -> subject.matches("[A-Za-z0-9_-]{1,100}"))
                    .toList();
        } catch (JacksonException _) {
            return List.of();
        }
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.forEach(one -> ids.add(one.path("id").asString("")));
        return ids;
    }
}
