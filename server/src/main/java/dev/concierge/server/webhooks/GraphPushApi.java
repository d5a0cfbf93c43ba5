package dev.concierge.server.webhooks;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /api/v1/webhooks/in/graph}: what Microsoft Graph sends ("Receive change notifications through webhooks"). Two things come here:
 *
 * <ul>
 *   <li>the question whether the address is ours, while a subscription is being made. The token is given back as plain text, if it is short and has no
 *       markup, and only while that very channel waits for Microsoft's answer;
 *   <li>notifications of changes and of the life of subscriptions, each with the secret of its own. They are answered in one way, whatever they prove:
 *       Microsoft asks for that, and would send again for hours what is refused.
 * </ul>
 */
@Hidden
@RestController
class GraphPushApi {
    static final String PATH = "/api/v1/webhooks/in/graph";

    /** Microsoft says that its tokens hold no HTML and no script. */
    private static final Pattern TOKEN = Pattern.compile("[\\x20-\\x7e&&[^<>&\"'`]]{1,512}");

    private final GraphIntake intake;
    private final PushProofs proofs;
    private final PushDoor door;

    GraphPushApi(GraphIntake intake, PushProofs proofs, PushDoor door) {
        this.intake = intake;
        this.proofs = proofs;
        this.door = door;
    }

    @PostMapping(PATH)
    ResponseEntity<String> push(
            HttpServletRequest request,
            @RequestParam(name = "channel", required = false) @Nullable String channel,
            @RequestParam(name = "validationToken", required = false) @Nullable String token,
            @RequestBody(required = false) byte @Nullable [] body) {
        if (token != null) {
            return echo(request, channel, token);
        }
        GraphIntake.Result result = body == null ? GraphIntake.Result.NOTHING : intake.take(body);
        if (result.proved() > 0) {
            door.taken();
        }
        for (int each = 0; each < result.unproved(); each++) {
            door.unproved(request);
        }
        return ResponseEntity.accepted().build();
    }

    private ResponseEntity<String> echo(HttpServletRequest request, @Nullable String channel, String token) {
        Optional<UUID> waiting =
                PushIds.read(channel).filter(_ -> TOKEN.matcher(token).matches());
        if (waiting.filter(proofs::opening).isEmpty()) {
            throw door.nothing(request);
        }
        return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(token);
    }
}
