'use client';

const groups = [
  '😀 😃 😄 😁 😅 😂 🙂 😉 😊 😇 🥰 😍 😘 😋 😜 🤗 🤔 🤝 😐 🙄 😏 😌 😴 😷 🥳 😎 😕 😟 😮 😳 🥺 😢 😭 😤 😡 🤯',
  '👍 👎 👌 ✌️ 🤞 👏 🙌 🙏 💪 👋 🤙 👉 👈 👆 👇 ✍️ ❤️ 🧡 💛 💚 💙 💜 💔 💯 ✨ 🔥 🎉 🎁 ⭐ ☀️ 🌧️ ⏰ ⏳ ✅ ❌ ⚠️',
  '📦 🚚 🏠 🏢 💳 💰 🧾 📄 📎 📷 🎧 📱 💻 🔑 🔒 📍 📅 📞 ✉️ 🔔 🛒 🏷️ 🔧 🚗 ✈️ 🍕 ☕ 🎂 🐶 🐱 🌹 ⚽ 🎵 💡 ❓ ❗',
].map((line) => line.split(' '));

/** The emoji people use with customers. The system's own picker has the rest. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  return (
    <div className="grid max-h-64 gap-2 overflow-y-auto p-2">
      {groups.map((group) => (
        <div className="grid grid-cols-9 gap-0.5" key={group[0]}>
          {group.map((emoji) => (
            <button
              className="grid size-8 place-items-center rounded-md text-lg hover:bg-hover max-md:size-9"
              key={emoji}
              onClick={() => onPick(emoji)}
              type="button"
            >
              {emoji}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
