import { useTranslation } from "react-i18next";
import type { Channel } from "@/api/types";

const SHAPES: Record<Channel, React.ReactNode> = {
  member: <circle cx="5" cy="5" r="4.6" />,
  corporate: <rect x=".8" y=".8" width="8.4" height="8.4" />,
  ota: <path d="M5 .6 9.6 9.2H.4z" />,
  walk_in: <path d="M5 .3 9.7 5 5 9.7.3 5z" />,
};

/** A channel's mark: its shape says it without colour. */
export function ChannelMark({ channel }: { channel: Channel }) {
  return (
    <svg className={`mark f-${channel}`} viewBox="0 0 10 10" aria-hidden="true">
      {SHAPES[channel]}
    </svg>
  );
}

/** Mark and word. `source` replaces the channel's name where the booking's own source is known. */
export function ChannelName({ channel, source }: { channel: Channel; source?: string | null }) {
  const { t } = useTranslation();
  const name = t(`channel.${channel}`);
  return (
    <span className="ch" title={source ? `${source} · ${name}` : undefined}>
      <ChannelMark channel={channel} />
      {source ?? name}
    </span>
  );
}
