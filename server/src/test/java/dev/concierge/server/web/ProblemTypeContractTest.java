package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.problem.ProblemType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every row of the table of problems keeps: its own slug, a place in the docs, a page of the server. */
@Tag("flow")
final class ProblemTypeContractTest {
    private static WebRoom.Running room;

    @BeforeAll
    static void start() {
        room = new WebRoom.Running();
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @Test
    void slugs_are_unique_and_fit_an_address() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::slug))
                .doesNotHaveDuplicates()
                .allMatch(slug -> slug.matches("[a-z]+(-[a-z]+)*"));
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void each_has_a_status_of_an_error_and_sentences_for_people(ProblemType type) {
        assertThat(type.status()).isBetween(400, 599);
        assertThat(type.title()).isNotBlank().doesNotEndWith(".");
        assertThat(type.explanation()).isNotBlank().endsWith(".");
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void each_stands_in_the_docs_as_it_is(ProblemType type) throws IOException {
        String docs = Files.readString(Path.of("..", "docs", "api", "problems.md"));

        assertThat(docs)
                .contains("\n## " + type.slug() + "\n\n**" + type.status() + " · " + type.title() + ".** "
                        + type.explanation() + "\n");
    }

    @Test
    void the_docs_name_no_other() throws IOException {
        long sections = Files.readAllLines(Path.of("..", "docs", "api", "problems.md")).stream()
                .filter(line -> line.startsWith("## "))
                .count();

        assertThat(sections).isEqualTo(ProblemType.values().length);
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void each_has_its_page(ProblemType type) throws Exception {
        HttpResponse<String> answer = room.get("/problems/" + type.slug(), "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<h1>", type.slug());
    }

    @Test
    void the_index_links_to_each_and_an_unknown_one_is_not_found() throws Exception {
        String index = room.get("/problems", "Accept", "text/html").body();

        assertThat(ProblemType.values()).allMatch(type -> index.contains("href=\"/problems/" + type.slug() + "\""));
        assertThat(room.get("/problems/none", "Accept", "text/html").statusCode())
                .isEqualTo(404);
    }
}
