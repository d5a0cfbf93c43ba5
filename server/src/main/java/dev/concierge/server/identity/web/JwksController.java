package dev.concierge.server.identity.web;

import dev.concierge.server.identity.SigningKeyTurns;
import dev.concierge.server.identity.SigningKeys;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /.well-known/jwks.json}: what others check our access tokens with (RFC 7517 section 5, RFC 8615). */
@RestController
class JwksController {
    private static final CacheControl AN_HOUR =
            CacheControl.maxAge(SigningKeyTurns.KEPT_BY_OTHERS).cachePublic().mustRevalidate();

    private final SigningKeys keys;

    JwksController(SigningKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/.well-known/jwks.json")
    ResponseEntity<String> keySet() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(AN_HOUR)
                .body(keys.published());
    }
}
