package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The text of messages in the forms that mail programs write. */
@Tag("flow")
class GmailBodyTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void plain_text_is_taken_before_html_and_attachments_are_passed_over() {
        String attached = part("text/plain", "notes.txt", "utf-8", "attached");
        String mixed = multipart(
                "mixed",
                attached,
                multipart(
                        "alternative",
                        part("text/html", "", "utf-8", "<p>hello <b>you</b></p>"),
                        part("TEXT/PLAIN", "", "utf-8", "  hello you\n")));
        assertThat(text(mixed)).isEqualTo("hello you");
    }

    @Test
    void html_alone_is_read_without_what_is_markup_style_or_script() {
        assertThat(text(part(
                        "text/html",
                        "",
                        "utf-8",
                        "<style>p{color:red}</style><p>Guten&nbsp;Tag</p><script>alert(1)</script><!-- no -->")))
                .isEqualTo("Guten\u00a0Tag");
    }

    @Test
    void a_part_is_read_in_its_own_charset_and_as_utf_8_when_nobody_knows_it() {
        assertThat(text(part("text/plain", "", "ISO-8859-1", "Zähne"))).isEqualTo("Zähne");
        assertThat(text(part("text/plain", "", "klingon", "Zähne"))).isEqualTo("Zähne");
    }

    @Test
    void no_text_is_no_fault_and_what_cannot_be_decoded_is_one() {
        assertThat(
                        text(
                                "{\"mimeType\":\"image/png\",\"filename\":\"a.png\",\"body\":{\"attachmentId\":\"x\",\"size\":9}}"))
                .isEmpty();
        assertThat(text("{}")).isEmpty();
        assertThatThrownBy(() -> text("{\"mimeType\":\"text/plain\",\"body\":{\"data\":\"**\"}}"))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void a_text_without_end_and_parts_without_end_are_cut() {
        assertThat(text(part("text/plain", "", "utf-8", "x".repeat(200_000)))).hasSize(100_000);
        String deep = part("text/plain", "", "utf-8", "deep");
        for (int i = 0; i < 50; i++) {
            deep = multipart("mixed", deep);
        }
        assertThat(text(deep)).isEmpty();
    }

    private static String text(String payload) {
        JsonNode read = JSON.readTree(payload);
        return GmailBody.text(read);
    }

    private static String multipart(String kind, String... parts) {
        return "{\"mimeType\":\"multipart/" + kind + "\",\"filename\":\"\",\"body\":{\"size\":0},\"parts\":["
                + String.join(",", parts) + "]}";
    }

    private static String part(String type, String file, String charset, String text) {
        Charset known = charset.equals("klingon") ? StandardCharsets.UTF_8 : Charset.forName(charset);
        String data = Base64.getUrlEncoder().encodeToString(text.getBytes(known));
        return "{\"mimeType\":\"" + type + "\",\"filename\":\"" + file
                + "\",\"headers\":[{\"name\":\"Content-Type\",\"value\":\"" + type + "; charset=\\\"" + charset
                + "\\\"\"}],\"body\":{\"size\":1,\"data\":\"" + data + "\"}}";
    }
}
