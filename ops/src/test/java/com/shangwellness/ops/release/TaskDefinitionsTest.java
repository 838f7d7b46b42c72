package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.fake.FakeEcs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDefinitionsTest {
  @Test
  void the_owners_file_becomes_the_request_that_registers_it() throws IOException {
    var files = ReleaseFiles.read(Path.of(".."));
    var json =
        files.taskDefinition(
            "registry/web:two", Map.of("DB_HOST", "db.internal", "DB_SECRET_ARN", "arn:secret"));

    var made = new TaskDefinitions(new FakeEcs()).register(json);

    var container = made.containerDefinitions().getFirst();
    assertThat(made.cpu()).isEqualTo("512");
    assertThat(container.image()).isEqualTo("registry/web:two");
    assertThat(container.memory()).isEqualTo(1024);
    assertThat(container.essential()).isTrue();
    assertThat(container.secrets().getFirst().valueFrom()).isEqualTo("arn:secret:password::");
    assertThat(container.linuxParameters().tmpfs().getFirst().containerPath()).isEqualTo("/tmp");
    assertThat(container.logConfiguration().options()).containsEntry("mode", "non-blocking");
    assertThat(container.systemControls().getFirst().value()).isEqualTo("0");
  }

  @Test
  void a_field_that_aws_does_not_know_is_named() {
    var json = "{\"containerDefinitions\": [{\"name\": \"web\", \"memroy\": 5}]}";

    assertThatThrownBy(() -> new TaskDefinitions(new FakeEcs()).register(json))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("containerDefinitions[0] has the field memroy, which AWS does not");
  }

  @ParameterizedTest
  @CsvSource({
    "web, latest",
    "web:3f2a, 3f2a",
    "localhost:5000/web, latest",
    "localhost:5000/web:3f2a, 3f2a",
    "1.dkr.ecr.ap-south-1.amazonaws.com/web@sha256:0123456789abcdef, 0123456789ab",
    "1.dkr.ecr.ap-south-1.amazonaws.com/web:3f2a@sha256:0123456789abcdef, 3f2a"
  })
  void a_version_is_a_tag_or_the_beginning_of_a_digest(String image, String version) {
    assertThat(ImageName.parse(image).version()).isEqualTo(version);
  }
}
