package com.shangwellness.ops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeverSentTest {
  @ParameterizedTest
  @CsvSource({
    ".env, true",
    "app/.env, true",
    ".env.production, true",
    ".ENV.local, true",
    ".env.example, false",
    "environments/prod.yaml, false",
    "src/Environment.java, false",
    "app/src/main/jib/app/certificates/rds-global-bundle.pem, false",
    "server.key, true",
    "trust.jks, true",
    "a.p12, true",
    "id_rsa, true",
    "id_rsa.pub, false",
    "docs/id_rsa.md, false",
    ".aws/credentials, true",
    "x/.ssh/config, true",
    ".shang/region/region.db, true",
    "terraform/main.tf, false",
    "terraform/terraform.tfstate, true",
    "terraform/terraform.tfstate.backup, true",
    ".netrc, true",
    "KeyTest.java, false",
    "keyboard, false",
    ".github/workflows/build.yml, false"
  })
  void kept_back_for_its_path(String path, boolean keptBack) {
    assertThat(NeverSent.byPath(path)).isEqualTo(keptBack);
  }

  @ParameterizedTest
  @CsvSource({
    "-----BEGIN PRIVATE KEY-----, true",
    "-----BEGIN RSA PRIVATE KEY-----, true",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----, true",
    "-----BEGIN OPENSSH PRIVATE KEY-----, true",
    "-----BEGIN CERTIFICATE-----, false",
    "-----BEGIN PUBLIC KEY-----, false"
  })
  void kept_back_for_what_is_in_it(String line, boolean keptBack) {
    var text = "a certificate first\n" + line + "\nMII";
    assertThat(NeverSent.byContent(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(keptBack);
  }
}
