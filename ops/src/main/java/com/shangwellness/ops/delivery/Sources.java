package com.shangwellness.ops.delivery;

import java.io.IOException;
import java.io.InputStream;

/** Files that can be sent. */
public interface Sources {
  /** What they are. */
  Revision revision();

  /**
   * Gives each file to {@code visitor}, in the order of their paths.
   *
   * @throws IOException when one cannot be read
   */
  void each(Visitor visitor) throws IOException;

  /** Takes files. */
  interface Visitor {
    /**
     * A file, or a link whose content is where it leads to.
     *
     * @param path relative to the checkout, with {@code /} between folders
     * @param mode what Unix says of it, its kind included
     * @param content to be read before this returns
     */
    void file(String path, int mode, InputStream content) throws IOException;
  }
}
