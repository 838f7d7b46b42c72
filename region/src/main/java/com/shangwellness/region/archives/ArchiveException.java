package com.shangwellness.region.archives;

import java.io.IOException;

/** An archive that is not taken; the message says what is wrong with which of its entries. */
public final class ArchiveException extends IOException {

  private static final long serialVersionUID = 1L;

  ArchiveException(String message) {
    super(message);
  }

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
