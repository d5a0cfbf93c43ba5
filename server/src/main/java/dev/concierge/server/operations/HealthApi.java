package dev.concierge.server.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /health}: for load balancers and people. What is unwell, and the version, only the management port tells. */
@RestController
class HealthApi {
    /**
     * @param status {@code healthy} or {@code unhealthy}
     * @param environment as configured; absent when unhealthy
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(String status, @Nullable String environment) {}

    private final HealthCheck check;
    private final OperationsSettings settings;

    HealthApi(HealthCheck check, OperationsSettings settings) {
        this.check = check;
        this.settings = settings;
    }

    @GetMapping({"/health", "/api/health"})
    ResponseEntity<Answer> health() {
        boolean healthy = check.report().healthy();
        return ResponseEntity.status(healthy ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .cacheControl(CacheControl.noStore())
                .body(healthy ? new Answer("healthy", settings.environment()) : new Answer("unhealthy", null));
    }
}
