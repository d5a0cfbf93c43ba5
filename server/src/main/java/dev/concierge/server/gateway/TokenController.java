package dev.concierge.server.gateway;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddresses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET …/integrations/{id}/token}, for bearers of an API key only. */
@RestController
@Tag(name = "Tokens")
class TokenController {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final String USUAL = "PT5M";
    /** Parsed once: almost every caller wants it. */
    private static final Duration USUAL_TTL = Duration.parse(USUAL);

    private final Vending vending;
    private final ClientAddresses addresses;

    TokenController(Vending vending, ClientAddresses addresses) {
        this.vending = vending;
        this.addresses = addresses;
    }

    @GetMapping("/api/v1/oauth/integrations/{id}/token")
    @Operation(
            summary = "Take a fresh access token",
            description =
                    "Refreshes first when the token in hand lives shorter than minTtl (ISO 8601, at most half of the token's life). Needs the scope tokens:vend.")
    TokenAnswer token(
            @PathVariable UUID id,
            @RequestParam(defaultValue = USUAL) String minTtl,
            Caller.Program caller,
            HttpServletRequest request) {
        // Not by a ResponseEntity: Spring flushes that early, which makes two writes and chunks of one small answer. No
        // cache keeps it: SecurityHeaders.
        return TokenAnswer.of(vending.vend(caller, addresses.of(request), id, parse(minTtl)));
    }

    private static Duration parse(String minTtl) {
        if (minTtl.equals(USUAL)) {
            return USUAL_TTL;
        }
        try {
            Duration least = Duration.parse(minTtl);
            if (!least.isNegative() && least.compareTo(LONGEST) <= 0) {
                return least;
            }
        } catch (DateTimeParseException _) {
            // refused below, with the values out of range
        }
        throw new ProblemException(
                        ProblemType.INVALID_INPUT,
                        "minTtl is an ISO 8601 duration from PT0S to P30D, for example PT5M.")
                .with("field", "minTtl");
    }
}
