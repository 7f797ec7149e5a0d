### The book at the pit.

## Refusals

violation-production-other-licence = Site { $site } is not dug under licence { $number }. Choose the licence of the site.
violation-production-licence-kind = Licence { $number } does not let its holder dig. Choose a miner’s or a cooperative’s licence.
violation-production-licence-not-yet = The licence begins on { $from }. It does not cover this day.
violation-production-licence-expired = The licence ended on { $until }. It does not cover this day.
violation-production-licence-suspended = The licence was suspended on { $day }. Nothing may be produced under it.
violation-production-licence-revoked = The licence was revoked and covers nothing on { $day }.
violation-production-late-reason = This day is more than { $days } working days ago. Say why it is written down late.
violation-production-no-weight = Enter a weight above zero.
violation-production-no-stones = Enter how many stones were found: at least 1.
violation-production-implausible = This number is too large to be right: at most { $most }. Check it.
violation-production-too-heavy = This weight is too large to be right: at most { $most }. Check the figures and the place of the decimal sign.
violation-production-too-light = So many stones cannot weigh so little. Check the number of stones and the weight.
violation-production-largest-above = The largest stone cannot weigh more than all stones together ({ $weight }).
violation-production-largest-below = { $stones ->
    [one] There is one stone: it weighs { $weight }, and so does the largest.
   *[other] { $stones } stones no heavier than this one cannot weigh { $weight } together. Check the largest stone, the number of stones and the weight.
}
violation-production-class-unknown = There is no size class “{ $class }”. Use the classes of the form.
violation-production-class-twice = Size class { $class } stands there twice. Put its stones in one line.
violation-production-class-empty = Size class { $class } needs both stones and a weight.
violation-production-classes-weight = The size classes weigh { $given } together, but the weight is { $expected }. They must be the same.
violation-production-classes-stones = The size classes have { $given } stones together, but the number of stones is { $expected }. They must be the same.
