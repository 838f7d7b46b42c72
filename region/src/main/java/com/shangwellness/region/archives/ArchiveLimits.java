package com.shangwellness.region.archives;

/**
 * How much an archive may hold.
 *
 * @param bytes all of its files together, unpacked
 * @param entries its files, folders and links
 * @param ratio unpacked bytes for each byte of the archive; asked only of what unpacks to more than
 *     {@link #HARMLESS} bytes
 */
public record ArchiveLimits(long bytes, int entries, int ratio) {

  /** What never fills a disk, however well it is compressed. */
  public static final long HARMLESS = 16L << 20;

  /**
   * For sources and artifacts. CodePipeline takes artifacts of up to 5 GB (CodePipeline user guide,
   * "Quotas"); a zip of text seldom unpacks to more than 20 times its size.
   */
  public static final ArchiveLimits ARTIFACT = new ArchiveLimits(5L << 30, 200_000, 200);
}
