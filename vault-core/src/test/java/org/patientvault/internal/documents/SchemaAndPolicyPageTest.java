package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.patientvault.model.RecordType;

/** The examples of docs/formats/schema-and-policy.md are files that can be used. */
class SchemaAndPolicyPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "schema-and-policy.md");

  @Test
  void examples_ofThePage_areRead() throws IOException {
    List<byte[]> examples =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE))
            .results()
            .map(SchemaAndPolicyPageTest::content)
            .toList();
    assertThat(examples).hasSize(2);
    assertThat(SchemaFile.parse(examples.get(0)).types()).containsKey(new RecordType("Visit"));
    assertThat(PolicyFile.parse(examples.get(1)).failedExamples()).isEmpty();
  }

  private static byte[] content(MatchResult block) {
    return block.group(1).getBytes(StandardCharsets.UTF_8);
  }
}
