package dev.concierge.server.identity.web;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.own.Export;
import dev.concierge.server.identity.own.Exports;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me/exports}: a copy of one's own data. A key asks for none and reads none. */
@RestController
@RequestMapping("/api/v1/me/exports")
class MyDataApi {
    static final String PATH = "/api/v1/me/exports";

    /** @param password needed when the last proof is more than ten minutes old: the password or, for an account with a second factor, a code */
    record ExportWish(@Nullable String password) {
        @Override
        public String toString() {
            return "ExportWish[]";
        }
    }

    /**
     * A copy.
     *
     * @param state {@code waiting} while it is being made, then {@code ready}
     * @param expiresAt when it is deleted here, or given up
     * @param bytes how large the file is; 0 while it is being made
     * @param file where it is read; null while it is being made
     */
    record ExportItem(
            UUID id,
            String state,
            Instant askedAt,
            @Nullable Instant readyAt,
            Instant expiresAt,
            long bytes,
            @Nullable String file) {
        static ExportItem of(Export export) {
            return new ExportItem(
                    export.id(),
                    export.isReady() ? "ready" : "waiting",
                    export.askedAt(),
                    export.readyAt(),
                    export.expiresAt(),
                    export.bytes(),
                    export.isReady() ? PATH + "/" + export.id() + "/file" : null);
        }
    }

    private final Exports exports;
    private final FreshProof proof;
    private final Visitors visitors;

    MyDataApi(Exports exports, FreshProof proof, Visitors visitors) {
        this.exports = exports;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping(produces = "application/json")
    @Operation(summary = "List the copy of your data", description = "One at most: an account has one at a time.")
    MeApi.Items<ExportItem> listExports(Caller.Person person) {
        List<ExportItem> items =
                exports.of(person).map(ExportItem::of).map(List::of).orElseGet(List::of);
        return new MeApi.Items<>(items, null);
    }

    @PostMapping(produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Ask for a copy of your data",
            description =
                    "A ZIP of JSON files, made in the background and kept for 24 hours. While one is being made, the answer is that one; one that is ready"
                            + " makes room for the new one. Five a day are made for an account.")
    ExportItem askForExport(
            Caller.Person person,
            @RequestBody ExportWish wish,
            HttpServletRequest request,
            HttpServletResponse response) {
        proof.require(person, wish.password(), request, response);
        return ExportItem.of(exports.ask(person, visitors.of(request)));
    }

    @GetMapping(path = "/{id}", produces = "application/json")
    @Operation(summary = "Show a copy of your data")
    ExportItem showExport(Caller.Person person, @PathVariable UUID id) {
        return exports.of(person)
                .filter(export -> export.id().equals(id))
                .map(ExportItem::of)
                .orElseThrow(MeApi::gone);
    }

    /** Wants a proof within the last ten minutes, as the page does; whoever has none proves at a page, or signs in again. */
    @GetMapping("/{id}/file")
    @Operation(
            summary = "Read a copy of your data",
            description = "The ZIP itself. It wants a sign-in or proof within the last ten minutes.")
    void readExport(
            Caller.Person person, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        proof.require(person, null, request, response);
        Export export = exports.take(person, id, visitors.of(request));
        ExportDownload.head(export, response);
        exports.copy(person, export, response.getOutputStream());
    }
}
